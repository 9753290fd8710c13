"""`python -m gateway` is `satupintu`."""

from gateway.starting import loading, with_rich, without_rich


def main() -> None:
    without_rich()
    with loading():
        from gateway import cli
    with_rich()
    cli.main()


if __name__ == "__main__":
    main()
