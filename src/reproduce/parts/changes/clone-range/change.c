#include "../../common/clone-page.c"
