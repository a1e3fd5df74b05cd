	open_probe();
