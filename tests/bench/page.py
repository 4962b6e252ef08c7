def make(said):
    return ""
