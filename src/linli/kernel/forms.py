"""What every form that asks an action needs."""

from django.forms import BaseForm

from linli.kernel.problems import Problem


def put_errors(form: BaseForm, problem: Problem) -> None:
    """Show a problem beside the fields it is about, or above the form."""
    for name, texts in problem.errors.items():
        form.add_error(name if name in form.fields else None, texts)
    if not problem.errors:
        form.add_error(None, str(problem.detail))
