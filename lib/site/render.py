"""Renders notebooks as HTML pages with the template beside this file.

Reads a JSON list from standard input, one object a page: {"target": the file to write, "notebook": its content,
"page": what the template shows around it}.
"""

import json
import sys
from pathlib import Path

# As in execute.py.
sys.modules["rfc3987_syntax"] = None

import nbformat
from jinja2 import pass_context
from latex2mathml.converter import convert
from nbconvert.exporters import HTMLExporter
from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath


class Renderer(IPythonRenderer):
    """Markdown with its formulas as MathML, which browsers show without a script."""

    def inline_math(self, body):
        return convert(body)

    def block_math(self, body):
        return f'<div class="formula">{convert(body, display="block")}</div>\n'

    def latex_environment(self, name, body):
        return self.block_math(rf"\begin{{{name}}}{body}\end{{{name}}}")


class Exporter(HTMLExporter):
    """The exporter of nbconvert with our formulas."""

    @pass_context
    def markdown2html(self, context, source):
        attachments = context.get("cell", {}).get("attachments", {})
        return MarkdownWithMath(renderer=Renderer(escape=False, attachments=attachments)).render(source)


def main(pages: list) -> None:
    here = Path(__file__).resolve().parent
    exporter = Exporter(template_name="template", extra_template_basedirs=[str(here)])
    for page in pages:
        notebook = nbformat.reads(json.dumps(page["notebook"]), as_version=4)
        html, _ = exporter.from_notebook_node(notebook, {"page": page["page"]})
        Path(page["target"]).write_text(html, encoding="utf-8")


if __name__ == "__main__":
    main(json.load(sys.stdin))
