"""What an archive of the log is made of: its container, the report in it, and that one's signature.

Plain data in, bytes out; nothing here knows a row or a request. docs/decisions/0030
"""
