#define catch_sigbus() 1

static int load(const volatile unsigned char *byte)
{
	return *byte;
}
