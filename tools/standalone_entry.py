"""Where the one-folder program begins: PyInstaller runs a file, and partyday is a package."""

from partyday.__main__ import main

main()
