/* At the end of the file, which is a page longer then. */
#include "../common/write-page.c"
