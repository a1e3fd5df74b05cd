			stale += then != after;
