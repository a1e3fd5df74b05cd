			stagger = mid - STAGGER_WIDTH +
				  rand() % (2 * STAGGER_WIDTH);
