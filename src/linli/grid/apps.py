from django.apps import AppConfig


class GridConfig(AppConfig):
    name = "linli.grid"

    def ready(self) -> None:
        from linli.grid import registering
        from linli.grid.disputes import registering as disputes
        from linli.grid.figures import registering as figures
        from linli.grid.hotline import registering as hotline
        from linli.grid.imports import registering as imports
        from linli.grid.parts import registering as parts
        from linli.grid.setup import registering as setup

        for room in (registering, parts, figures, disputes, hotline, imports, setup):
            room.register()
