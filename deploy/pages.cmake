# lamrelay_pages(<dist> <out>): the target lamrelay_pages, part of every build, makes <out> a copy of <dist> with a .gz and a .br
# beside each file that shrinks. No time or name goes into them: the same pages give the same bytes.
function(lamrelay_pages dist out)
    find_program(LAMRELAY_GZIP gzip REQUIRED)
    find_program(LAMRELAY_BROTLI brotli REQUIRED)
    file(GLOB_RECURSE pages RELATIVE "${dist}" CONFIGURE_DEPENDS "${dist}/*")
    list(FILTER pages EXCLUDE REGEX "\\.(gz|br)$") # somebody's own; ours are made below
    if(NOT pages)
        message(FATAL_ERROR "${dist} holds no pages")
    endif()

    set(made)
    foreach(page IN LISTS pages)
        set(from "${dist}/${page}")
        set(to "${out}/${page}")
        add_custom_command(OUTPUT "${to}"
            COMMAND "${CMAKE_COMMAND}" -E copy "${from}" "${to}"
            DEPENDS "${from}" VERBATIM)
        list(APPEND made "${to}")
        if(NOT page MATCHES "\\.(html|js|css|svg|json|txt|webmanifest)$")
            continue() # pictures and fonts are compressed already
        endif()
        add_custom_command(OUTPUT "${to}.gz"
            COMMAND "${LAMRELAY_GZIP}" --no-name -9 --keep --force "${to}"
            COMMAND "${CMAKE_COMMAND}" -E touch "${to}.gz"
            DEPENDS "${to}" VERBATIM)
        add_custom_command(OUTPUT "${to}.br"
            COMMAND "${LAMRELAY_BROTLI}" --quality=11 --force --no-copy-stat "--output=${to}.br" "${to}"
            DEPENDS "${to}" VERBATIM)
        list(APPEND made "${to}.gz" "${to}.br")
    endforeach()

    # What an earlier build left and no page stands for any more must not be served.
    file(GLOB_RECURSE old "${out}/*")
    if(old)
        list(REMOVE_ITEM old ${made})
    endif()
    if(old)
        file(REMOVE ${old})
    endif()
    add_custom_target(lamrelay_pages ALL DEPENDS ${made})
endfunction()
