			stale += then != after && then != GOT_SIGBUS;
			bus += then == GOT_SIGBUS;
