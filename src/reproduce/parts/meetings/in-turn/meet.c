			/* In turn: the load ends before the change begins. */
			first = load(byte);
			go = attempts;
