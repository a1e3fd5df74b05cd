		off_t from = (at - ARENA) / STRIDE_BYTES * PAGE;
