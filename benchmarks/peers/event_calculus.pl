% A cached event calculus: what an event does to a status is a table, and the statuses that hold are kept as facts.
% swipl -O -g main event_calculus.pl -- SIZE UNTIL EVENTS   where EVENTS holds terms happens(Kind, Number, At) in order.
% Prints the CPU seconds that the events took, then the statuses by number, one a line.

:- dynamic status/2, due/3.

effect(trigger,  conditional, detached).
effect(perform,  detached,    satisfied).
effect(perform,  violated,    remedied).
effect(invasion, conditional, void).
effect(invasion, detached,    void).
effect(limit,    detached,    violated).

within(360000000000).
per_agreement(10).

main :-
    current_prolog_flag(argv, [SizeText, UntilText, File]),
    atom_number(SizeText, Size), atom_number(UntilText, Until),
    Last is Size - 1,
    forall(between(0, Last, Number), assertz(status(Number, conditional))),
    nb_setval(first_due, 0), nb_setval(next_due, 0),
    events_of(File, Events), garbage_collect,
    statistics(cputime, Before),
    take_all(Events, Last),
    statistics(cputime, After),
    Now is Until + 1, expire(Now),
    Seconds is After - Before, format("~w~n", [Seconds]),
    forall(between(0, Last, Number), (status(Number, Status), format("~w~n", [Status]))),
    halt.

events_of(File, Events) :- setup_call_cleanup(open(File, read, Stream), terms(Stream, Events), close(Stream)).

terms(Stream, Terms) :-
    read_term(Stream, Term, []),
    ( Term == end_of_file -> Terms = [] ; Terms = [Term|Rest], terms(Stream, Rest) ).

take_all([], _).
take_all([happens(Kind, Number, At)|Rest], Last) :- expire(At), take(Kind, Number, At, Last), !, take_all(Rest, Last).

take(invasion, Agreement, At, Last) :- !,
    per_agreement(Size), First is Agreement * Size, End is min(Last, First + Size - 1),
    forall(between(First, End, Number), bear_on(invasion, Number, At)).
take(Kind, Number, At, _) :- bear_on(Kind, Number, At).

bear_on(Kind, Number, At) :-
    effect(Kind, _, _), !,
    status(Number, Old),
    ( effect(Kind, Old, New) -> become(Number, Old, New, At) ; true ).
bear_on(_, _, _).

become(Number, Old, New, At) :-
    retract(status(Number, Old)), !, assertz(status(Number, New)),
    ( New == detached -> note_limit(Number, At) ; true ).

% The span is the same for all, so limits come in the order in which they were noted: a queue is enough.
note_limit(Number, At) :-
    within(Span), Limit is At + Span,
    nb_getval(next_due, Place), assertz(due(Place, Limit, Number)), Next is Place + 1, nb_setval(next_due, Next).

expire(Now) :-
    nb_getval(first_due, Place), due(Place, Limit, Number), Limit < Now, !,
    retract(due(Place, Limit, Number)), Next is Place + 1, nb_setval(first_due, Next),
    bear_on(limit, Number, Limit), expire(Now).
expire(_).
