#include "../common/write-page.c"
