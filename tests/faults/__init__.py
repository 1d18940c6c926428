"""Faults on purpose: commands killed, power cut, disks full, books damaged or forged, nonsense read. See `__main__`."""
