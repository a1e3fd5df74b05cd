#include "../../common/sigbus-shared.c"
