"""`python -m gateway` is `satupintu`."""

from gateway.cli import main

main()
