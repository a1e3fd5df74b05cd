/* All that a fault may map: only whole it is mapped at once. */
static void lay_out(off_t at, unsigned char byte)
{
	static unsigned char whole[FAULT_BYTES];

	memset(whole, byte, FAULT_BYTES);
	need(pwrite(file, whole, FAULT_BYTES, at - at % FAULT_BYTES) ==
	     FAULT_BYTES, "pwrite");
}
