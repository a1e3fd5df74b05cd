#include "../../common/sigbus-declare.c"
	int bus = 0, lost = 0;
