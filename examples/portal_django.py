"""
The register in one Django view and form: who is public, and a form that records a licence.

    pip install . django
    python examples/portal_django.py

The form is made of the fields of the act, and shows each fault at its field. The program posts it as a
browser would: empty, wrong, from another site, and right.
"""

import re

import django
from django import forms
from django.conf import settings
from django.core.exceptions import NON_FIELD_ERRORS
from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.test import Client
from django.urls import path

from kz_social_registry import ActKind, Registry, RegistryError
from kz_social_registry.form import act_fields, act_from_texts
from kz_social_registry.storage.memory import MemoryStore

LANGUAGE = "ru"
PAGE = """<!DOCTYPE html>
<ul>{% for row in publication %}<li>{{ row.name }}, {{ row.address }}</li>{% endfor %}</ul>
<form method="post">{% csrf_token %}{{ form.as_p }}<button>OK</button></form>
"""

settings.configure(
    ALLOWED_HOSTS=["testserver"],
    MIDDLEWARE=["django.middleware.csrf.CsrfViewMiddleware"],
    ROOT_URLCONF=__name__,
    SECRET_KEY="of this example only",  # noqa: S106  # nothing is kept
    TEMPLATES=[{"BACKEND": "django.template.backends.django.DjangoTemplates"}],
)
django.setup()
#: One registry for the whole process: its store is safe between threads.
registry = Registry(MemoryStore())


class IssueForm(forms.Form):
    """
    The fields of an issue; the library reads and checks them.
    """

    def __init__(self, *values: object) -> None:
        super().__init__(*values)
        for field in act_fields(ActKind.ISSUE):
            choices = [(word.value, word.label(LANGUAGE)) for word in field.choices]
            kind = forms.CharField
            if field.choices:
                kind = forms.MultipleChoiceField if field.many else forms.ChoiceField
            options = {"choices": [("", "–")] * (not field.many) + choices} if choices else {}
            label = field.label(LANGUAGE)
            self.fields[field.name] = kind(label=label, required=False, **options)

    def clean(self) -> None:
        """
        Record the act, or add each fault to its field.
        """
        try:
            act = act_from_texts(ActKind.ISSUE, self.cleaned_data)
            registry.record(act.entry_id, act, by="aigul", expect=0)
        except RegistryError as error:
            for name, texts in error.by_field(LANGUAGE).items():
                self.add_error(name if name in self.fields else NON_FIELD_ERRORS, texts)


def register(request: HttpRequest) -> HttpResponse:
    """
    Show the public rows and the form; record what was posted.
    """
    form = IssueForm(request.POST) if request.method == "POST" else IssueForm()
    status = 422 if form.is_bound and not form.is_valid() else 200
    values = {"form": form, "publication": registry.public()}
    page = engines["django"].from_string(PAGE).render(values, request)
    return HttpResponse(page, status=status)


urlpatterns = [path("", register)]

RIGHT = {
    "on": "12.05.2025", "identifier": "250140998011", "name": "«Мейірім» ЖШС",
    "address": "Астана қаласы, Абай даңғылы, 12-үй", "conditions": ["at_home"],
    "categories": ["elderly"], "capacity": "40", "phones": "8 (7172) 00-36-54", "emails": "",
    "licence_issued_on": "2025-05-10", "licence_term": "3 года", "consent.columns": ["name", "address"],
}  # fmt: skip


def main() -> None:
    """
    Post the form as a browser would, and print the answers.
    """
    browser = Client(enforce_csrf_checks=True)
    page = browser.get("/").content.decode()
    token = {"csrfmiddlewaretoken": re.findall(r'csrfmiddlewaretoken" value="(\w+)"', page)[0]}
    posted = {"forged": RIGHT, "empty": token, "wrong": {**token, **RIGHT, "capacity": "много"}}
    for name, fields in {**posted, "right": {**token, **RIGHT}}.items():
        answer = browser.post("/", fields)
        text = answer.content.decode()
        faults = text.count('class="errorlist')
        print(f"{name}: status {answer.status_code}, faults {faults}, public {text.count('<li>«')}")


if __name__ == "__main__":
    main()
