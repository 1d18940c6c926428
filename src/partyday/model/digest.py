"""SHA-256 without OpenSSL, which `hashlib` loads: that alone costs a quarter of an empty Python.

Every command that writes hashes its log entry. Python's own `random` takes its digest in the same way.
"""

from typing import TYPE_CHECKING

__all__ = ["sha256"]

if TYPE_CHECKING:
    from hashlib import sha256
else:
    try:
        from _sha2 import sha256  # Python 3.12 and newer
    except ImportError:
        try:
            from _sha256 import sha256
        except ImportError:
            from hashlib import sha256
