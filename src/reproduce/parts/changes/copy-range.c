#include "../common/put.c"

/* copy_file_range(2) of a page of the same file. */
static void change(int i, off_t at)
{
	off_t from = (off_t)i * PAGE;

	put(from, new_byte);
	need(copy_file_range(file, &from, file, &at, PAGE, 0) == PAGE,
	     "copy_file_range");
}
