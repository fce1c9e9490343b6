"""The outer wrapping of a released answer: encryption, the password letter, the mail draft."""
