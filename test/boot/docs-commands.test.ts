/** The commands of the documentation that boot a stock kernel, but for those of the findings' C programs. */
import t from 'tap';
import { runBoots } from './doc-boots.js';

runBoots(t, 'others');
