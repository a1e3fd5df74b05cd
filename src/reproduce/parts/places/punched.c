		/* Data was there, and a hole was punched. */
		memset(bytes, OLD_BYTE, PAGE);
		for (off_t at = ARENA; at < ARENA + ARENA_BYTES; at += PAGE)
			need(pwrite(fd, bytes, PAGE, at) == PAGE);
		need(!fallocate(fd, FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE,
				ARENA, ARENA_BYTES));
