#include "../../common/store-page.c"
