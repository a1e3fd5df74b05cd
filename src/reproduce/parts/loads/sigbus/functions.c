#include "../../common/sigbus-load.c"
