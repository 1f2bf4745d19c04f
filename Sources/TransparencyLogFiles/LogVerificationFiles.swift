// Whoever writes a log also reads it: this module is that one, and what a keeper needs besides.
@_exported public import LogVerificationFiles
