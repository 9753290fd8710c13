"""`python -m gateway` is `satupintu`."""

from gateway.starting import loading


def main() -> None:
    with loading():
        from gateway import cli
    cli.main()


if __name__ == "__main__":
    main()
