"""What a party knows, by what people ask for: terms, promises, discussion, engagements, the trail, the state."""
