"""The check-in page: what a phone, the wall and the secretary see. Loaded by `partyday page` alone.

It asks services for everything and decides nothing. It must not import the store, and no other room imports it but the
command. Starlette, uvicorn, jinja2 and segno are known here alone.
"""
