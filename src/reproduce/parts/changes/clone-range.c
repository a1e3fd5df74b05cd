#include "../common/put.c"
#include "../common/clone-page.c"
