			stale += then != after || IS_WRONG(first);
