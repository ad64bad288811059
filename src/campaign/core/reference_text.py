"""The parts of the reference page that a person writes: the introduction, the example, meanings."""

from collections.abc import Mapping

EXAMPLE = """\
campaign: our-letter
title: A letter to the people who work at Example
summary: >-
  Example sells a product that harms people, as a newspaper has reported. This letter asks those
  who maintain its public projects, as possible allies, to question that product.
organiser:
  name: Our group
  url: https://example.org/our-letter
  contact: our-letter@example.org
action:
  starts: 2027-05-08 10:00
  ends: 2027-05-09 10:00
  timezone: America/New_York
issue:
  title: "To the people who work at Example: please question the product"
  template: our-letter.md.j2
targets:
  - repo: example-owner/example-project
    why: A public library, maintained by the company's engineers, who read its issues.
sources:
  - id: first-report
    title: What the product does
    publisher: The Newspaper
    date: 2026-11-02
    url: https://example.org/what-the-product-does
    archive: https://example.org/a-lasting-copy
"""

TEMPLATE = """\
Hello to everyone who looks after `{{ target.name }}`,

Example sells a product that harms people {{ 'first-report' | cite }}. You are heard where I am not.
Please ask about it inside, and stand beside colleagues who do.

{% for source in sources %}{{ loop.index }}. {{ source.title }} ({{ source.publisher }})
{% endfor %}
{%- if statement %}

{{ statement }}
{% endif %}
"""

INTRODUCTION = f"""\
A campaign is one YAML file, and one template for each language it speaks. `campaign new NAME`
writes both to begin with, and `campaign validate` names every fault with its line. For an editor
that completes and explains the keys, make `campaign schema > campaign.schema.json`, and begin the
file with the line `# yaml-language-server: $schema=campaign.schema.json`.

## A complete small example

`our-letter.yaml`:

```yaml
{EXAMPLE}```

`our-letter.md.j2`, in the same folder:

```jinja
{TEMPLATE}```

## How the file is read

- Every value is read as a text and converted by the format: `no`, `2027` and `1.10` mean what they
  show. A text that begins with `#`, `@`, `*` or another sign of YAML's own, or that contains `: `,
  needs quotes around it.
- Unknown keys, keys given twice, aliases, anchors, tags, merge keys and second documents are
  faults. All faults are told at once, each with its line and column, and often with a suggestion.
- A template's name ends in `.md.j2` and has no folder: it is looked for in `../templates/`, seen
  from the campaign file, then beside that file. It is a file of its own, not a link to one.
- A language is a tag such as `en`, `ar` or `pt-BR`; several are written `title: {{en: …, ar: …}}`,
  and `template` and `prompt` likewise. A supporter gets the issue in the language of their own
  system, where it is among them.
- The file is UTF-8 and at most 256 KiB large, a template at most 64 KiB.
- A campaign is always a file on this computer, never an address: download it and read it first.
"""

CONSTRUCTS: Mapping[str, str] = {
    "{{ campaign.title }}": "writes a value",
    "{{ target.name | upper | code }}": "writes it as filters make it, one after the other",
    "{% if statement %}…{% elif campaign.hashtag %}…{% else %}…{% endif %}": (
        "keeps the first part whose name is not empty"
    ),
    "{% if language == 'en' and not (statement or action.starts != '') %}…{% endif %}": (
        "compares a name with a text, and joins conditions"
    ),
    "{% for source in sources %}…{% endfor %}": "repeats for each source, in the file's order",
    "{# a note #}": "is never sent",
    "{%- if statement -%}…{%- endif -%}": (
        "with hyphens: takes away the white space and line breaks on that side"
    ),
}
"""Every construct of the template language, by an example, with what it does."""

TEMPLATE_LANGUAGE = """\
The issue's title and its text are written in a small part of
[Jinja2](https://jinja.palletsprojects.com/en/stable/templates/). Nothing else of Jinja2 is there:
no calls, calculations, assignments, includes, tests or arguments for filters. Every name is always
there, and empty where there is nothing to say. A line that holds nothing but `{% … %}` leaves no
line behind. What a supporter writes is never read as a template.

Below the text, `campaign` adds one visible line that says that the issue is part of the campaign,
with a link to the organiser's page, and one hidden marker.
"""

LINT = """\
`campaign validate` gives advice on a campaign that is valid but could be better; with `--strict`
each counts as a fault. What does not apply to your campaign you silence in the file, by its id and
with your reason: `lint: {source-not-archived: the publisher allows no copies}`.
"""
