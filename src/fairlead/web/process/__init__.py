"""How we agreed to sell: pipelines with their stages, and the playbook."""
