"""Where RelayDoc meets people: one folder a place, each turning what came in into a Message and a Reply into what is shown."""
