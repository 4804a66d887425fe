def picture(content):
    return ""
