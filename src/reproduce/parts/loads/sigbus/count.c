			stale += (then != after && then != GOT_SIGBUS) ||
				 (first != GOT_SIGBUS && IS_WRONG(first));
			bus += then == GOT_SIGBUS;
