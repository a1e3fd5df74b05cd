/** The commands of the documentation that run a finding's C program in a stock kernel. */
import t from 'tap';
import { runBoots } from './doc-boots.js';

runBoots(t, 'programs');
