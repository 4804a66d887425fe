"""What Scripts/prove/schemathesis changes in the document before it is used."""
import schemathesis


@schemathesis.hook
def before_load_schema(context, raw_schema):
    """A stream of events is a string to OpenAPI 3.1; the tool takes it apart and would have each event be that string.
    What the events are is tested elsewhere (Tests/HoneServiceTests); here nothing is claimed of them."""
    responses = [operation.get("responses", {}) for path in raw_schema["paths"].values()
                 for operation in path.values() if isinstance(operation, dict)]
    for response in [*raw_schema["components"]["responses"].values(),
                     *(response for each in responses for response in each.values())]:
        stream = response.get("content", {}).get("text/event-stream", {})
        if stream.get("schema", {}).get("type") == "string":
            del stream["schema"]["type"]
