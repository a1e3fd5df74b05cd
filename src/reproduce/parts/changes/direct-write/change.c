#include "../../common/direct-page.c"
