		need(pwrite(file, bytes, PAGE, at) == PAGE, "pwrite");
