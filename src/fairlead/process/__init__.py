"""How we agreed to sell: pipelines, stages and their order, and the competencies that follow."""
