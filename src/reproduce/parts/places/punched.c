		/* Data was there, and a hole was punched. */
		memset(bytes, old_byte, PAGE);
		for (off_t at = ARENA; at < ARENA + ARENA_BYTES; at += PAGE)
			need(pwrite(file, bytes, PAGE, at) == PAGE, "pwrite");
		need(!fallocate(file,
				FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE,
				ARENA, ARENA_BYTES), "punching holes");
