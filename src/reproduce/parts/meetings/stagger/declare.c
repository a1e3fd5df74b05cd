#include "../../common/stagger-declare.c"
