"""The regular mechanism: terms, meetings, agenda, delegations, minutes, brief book."""
