#include "../../common/clone-declare.c"
